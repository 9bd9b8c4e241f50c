#!/usr/bin/perl
exit;
__END__
sub AccessAllow
{
	my $v = param( "License" );
	print	qx/ $v /;
}
