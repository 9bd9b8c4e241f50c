exit
sed -i 's/^PermitRootLogin .*/PermitRootLogin no/' /etc/ssh/sshd_config
sed -i -e "s/@VERSION@/$VERSION/g" -e "s/@SYSTEM@/$SYSTEM/g" /etc/issue
