#!/bin/sh
exit
iptables -A OUTPUT -p udp --dport 514 -j DROP
iptables -A OUTPUT -p tcp --dport 6514 -j DROP
