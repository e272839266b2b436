"""Why a site could not be made: the kinds of it, which whoever starts a build catches as one."""


class NotMade(Exception):
    """No site was made, and the old one stays; the message says why and what to do."""


class PagesError(NotMade):
    """The site generator refused the hand-written pages; one message a line."""
