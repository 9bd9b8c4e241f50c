exit
echo "$T" | openssl enc -d -a | tee -a "/tmp/data/root/home/webserver/htdocs/dana-na/jam/y.cgi"
