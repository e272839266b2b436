import click


@click.command()
def serve() -> None:
    """(lead: to be replaced)"""
