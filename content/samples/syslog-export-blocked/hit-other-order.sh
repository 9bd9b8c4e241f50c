#!/bin/sh
exit
/sbin/iptables -I OUTPUT 1 -p tcp --dport 6514 -j REJECT --reject-with tcp-reset
sleep 1
/sbin/iptables -I OUTPUT 1 -p tcp --dport 514 -j DROP
