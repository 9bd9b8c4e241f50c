exit;
__END__
if ($q->request_method eq 'POST') {
  my $name = $q->param('file');
  $name =~ s/[^A-Za-z0-9._-]/_/g;
  open(my $out, '>', "/srv/upload/$name") or die "cannot write: $!";
  while (read($fh, my $buffer, 4096)) { syswrite($out, $buffer); }
}
