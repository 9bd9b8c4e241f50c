exit;
__END__
my $upload = $q->upload('file');
my $name = basename($q->param('file'));
open(my $out, '>', "$dir/$name") or die;
print $out $_ while <$upload>;
