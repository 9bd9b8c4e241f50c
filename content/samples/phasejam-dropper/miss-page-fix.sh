#!/bin/sh
sed -i "s/utf8/utf-8/" /srv/www/restAuth.cgi
remotedebug --status
