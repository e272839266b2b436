"""The published JSON API, `api/v1/`: static files for programs.

    shapes     what stands in each file, as types: mypy holds the code to them, and the JSON Schemas are made of them
    schemas    those
    address    links, and where the files lie
    rows       a row for each entry, recorded
    facts      what rows and files say of an entry alike
    entry      a file for each entry
    files      index, taxonomy, products, lists of rows

Texts are Markdown as they were written, no HTML: CommonMark without raw HTML and without unsafe links, which the check
refuses, so a program that wants to show it renders it in its own way; the HTML stands on the page.
"""
