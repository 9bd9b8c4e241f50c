#!/bin/sh
# a key and a request for the web server
openssl genrsa -out server.key 2048
openssl req -new -key server.key -out server.csr
openssl dgst -sha256 -sign server.key -out release.sig release.tar
