exit;
__END__
my $root = "/tmp/data/root";
open(V, "$root/home/VERSION") or die;
my $v = <V>;
print "checking $root/home/webserver/ exists\n" unless -d "$root/home/webserver/htdocs";
