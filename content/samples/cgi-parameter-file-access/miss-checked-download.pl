exit;
__END__
my $name = $q->param('name');
$name =~ s/[^A-Za-z0-9_.-]//g;
open(my $in, '<', "/srv/files/$name") or die;
print while <$in>;
