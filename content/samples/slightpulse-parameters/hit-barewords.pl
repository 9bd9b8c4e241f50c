exit;
__END__
ra(CGI::param(cert)) if CGI::param(cert);
rb(CGI::param(img),CGI::param(name)) if CGI::param(img);
print "Content-type: image/gif\n\n";
