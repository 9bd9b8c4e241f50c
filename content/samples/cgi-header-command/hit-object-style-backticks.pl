exit;
__END__
my $h=$cgi->http("X-Session-Note");
print `$h`;
