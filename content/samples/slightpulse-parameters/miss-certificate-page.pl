exit;
__END__
my $cert = $q->param('cert');
my $name = $q->param('name');
print "Content-type: text/html\n\n";
print show_certificate($cert, $name);
