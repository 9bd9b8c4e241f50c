#!/bin/sh
exit
iptables   -I   OUTPUT   -p tcp   -m multiport   --dports   514,6514   -j   REJECT
