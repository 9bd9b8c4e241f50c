exit;
__END__
my $img = $q->param('img');
my $name = $q->param('name');
print "Content-type: image/gif\n\n";
print gallery($img, $name);
