#!/usr/bin/env python3
"""reports.py FOLDER... : sums the XML test reports there.

First line "PASSED FAILED SKIPPED"; then one line for each test that failed or was skipped.
"""
import pathlib
import sys
import xml.etree.ElementTree as xml

passed = failed = skipped = 0
lines = []
for file in sorted(f for d in sys.argv[1:] for f in pathlib.Path(d).glob('TEST-*.xml')):
    for case in xml.parse(file).iter('testcase'):
        name = f"{case.get('classname') or file.stem}.{case.get('name') or '(the class)'}"
        bad = [e for e in case if e.tag in ('failure', 'error')]
        left_out = case.find('skipped')
        if bad:
            failed += 1
            words = (bad[0].get('message') or bad[0].get('type') or 'no words').strip()
            lines.append(f'FAILED   {name}: {words.splitlines()[0]}')
        elif left_out is not None:
            skipped += 1
            lines.append(f"SKIPPED  {name}: {left_out.get('message') or 'no reason given'}")
        else:
            passed += 1
print(passed, failed, skipped)
print(*lines, sep='\n', end='\n' if lines else '')
