exit
touch /home/webserver/htdocs/dana-na/.ready
touch /home/runtime/tmp/lock
