#!/bin/sh
# keep a copy of the pages before an edit
for f in getComponent.cgi restAuth.cgi welcome.cgi; do cp "$f" "/data/backup/$f"; done
sed -i "s/^date=.*/date=$(date +%F)/" /data/backup/info
