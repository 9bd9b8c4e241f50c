exit
for n in events access admin; do
  perl -pi -e 's/192\.0\.2\.7//g' /data/runtime/logs/log.$n.vc0
done
