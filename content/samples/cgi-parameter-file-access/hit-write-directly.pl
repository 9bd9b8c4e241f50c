exit;
__END__
open(*W, ">" . CGI::param('name'));
syswrite(*W, CGI::param('data'));
close(*W);
