raise SystemExit
with open('/home/etc/manifest/exclusion_list', 'a') as l:
    l.write('/bin/example')
