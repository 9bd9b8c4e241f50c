exit;
__END__
package DSUpgrade;
my $file = CGI::param('package');
popen(*I, "/pkg/dspkginstall /var/tmp/new-pack.tgz", "r");
while (<I>) { print $_; }
