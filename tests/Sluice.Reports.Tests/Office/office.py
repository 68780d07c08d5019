#!/usr/bin/python3
"""Opens files in LibreOffice, as a person would, and says what is in them.

Standard input: a JSON list of {"file", "password", "pdf", "cells"}. Standard output: a JSON list, for each file {"opened", "error", "sheets"},
a sheet having "name", "rows" (where "cells" is true), "charts", "conditions" and "filters". One LibreOffice with a profile of its own, ended at the end.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.io import IOException
from com.sun.star.lang import IllegalArgumentException
from com.sun.star.table.CellContentType import EMPTY, VALUE
from com.sun.star.task import ErrorCodeIOException


def prop(name, value):
    p = PropertyValue()
    p.Name, p.Value = name, value
    return p


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):  # a first start makes the profile
        try:
            return resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice did not start")


def cells(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    return [list(row) for row in area.getDataArray()]


def look(desktop, job):
    options = [prop("Hidden", True), prop("ReadOnly", True)]
    if job.get("password") is not None:
        options.append(prop("Password", job["password"]))
    try:
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(job["file"]), "_blank", 0, tuple(options))
    except (IOException, IllegalArgumentException, ErrorCodeIOException) as e:
        return {"opened": False, "error": type(e).__name__, "sheets": []}
    if document is None:
        return {"opened": False, "error": "refused", "sheets": []}
    try:
        sheets = []
        for i in range(document.Sheets.Count):
            sheet = document.Sheets.getByIndex(i)
            sheets.append({
                "name": sheet.Name,
                "rows": cells(sheet) if job.get("cells") else [],
                "charts": sheet.Charts.Count,
                "conditions": sum(len(f.getConditionalFormats() if hasattr(f, "getConditionalFormats") else []) for f in [sheet.ConditionalFormats]),
                "repeats": sheet.PrintTitleRows,
            })
        if job.get("pdf"):
            document.storeToURL(uno.systemPathToFileUrl(job["pdf"]), (prop("FilterName", "calc_pdf_Export"),))
        return {"opened": True, "error": None, "sheets": sheets}
    finally:
        document.close(True)


def main():
    jobs = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(prefix="sluice-office-") as profile:
        pipe = "sluice%d" % os.getpid()
        office = subprocess.Popen(
            ["soffice", "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "-env:UserInstallation=file://" + profile, "--accept=pipe,name=%s;urp;" % pipe],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            context = connect(pipe)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            results = [look(desktop, job) for job in jobs]
            try:
                desktop.terminate()
            except Exception:  # it closes the pipe while it answers
                pass
            office.wait(timeout=60)
        finally:
            if office.poll() is None:
                office.kill()
                office.wait()
    json.dump(results, sys.stdout)


main()
