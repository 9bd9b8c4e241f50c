exit;
__END__
my $file = $q->param('filename');
my $hash = $q->param('hashid');
send_download($file, $hash);
