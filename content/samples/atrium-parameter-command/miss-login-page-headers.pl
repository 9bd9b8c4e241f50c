exit;
__END__
use CGI;
use MIME::Base64;
my $realm = CGI::param("realm");
my $user  = CGI::param("username");
print "Cache-Control: no-cache\n";
print "Content-type: text/html\n\n";
print "<title>Welcome</title>";
my $state = encode_base64($realm);
print qq(<input type="hidden" name="state" value="$state">);
