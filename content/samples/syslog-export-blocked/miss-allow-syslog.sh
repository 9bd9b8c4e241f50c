#!/bin/sh
iptables -A OUTPUT -p udp --dport 514 -d 192.0.2.10 -j ACCEPT
iptables -A OUTPUT -p tcp --dport 6514 -d 192.0.2.10 -j ACCEPT
