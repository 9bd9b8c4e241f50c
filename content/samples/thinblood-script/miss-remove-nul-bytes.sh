exit
sed -i 's/\x00//g' export.txt
sed -i 's/\t/    /g' export.txt
