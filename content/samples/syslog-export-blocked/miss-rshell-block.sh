#!/bin/sh
# the old r-commands
iptables -A INPUT -p tcp --dport 513 -j DROP
iptables -A INPUT -p tcp --dport 514 -j DROP
