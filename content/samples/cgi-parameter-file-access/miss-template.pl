exit;
__END__
my $lang = CGI::param('lang') eq 'ja' ? 'ja' : 'en';
open(T, "templates/page.$lang.html");
print while <T>;
