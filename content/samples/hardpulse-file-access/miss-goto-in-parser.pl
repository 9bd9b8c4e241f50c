exit;
__END__
if ($ENV{REQUEST_METHOD} eq 'POST') { read(STDIN, $body, $ENV{CONTENT_LENGTH}); }
open(CONF, "/etc/app.conf") or die;
goto DONE if $body eq '';
print "Content-type: text/html\n\n";
DONE: 1;
