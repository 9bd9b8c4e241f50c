exit;
__END__
my $key = $ENV{HTTP_X_API_KEY};
my $client = $ENV{HTTP_X_CLIENT_VERSION};
return denied() unless allowed($key);
print "Content-type: text/plain\n\n", encode_base64(status($client));
