exit
sed -i "s/^[^\t]*\t$2\t.*$//" table.tsv
