package Example::Plugins;
use CGI; use MIME::Base64 qw(decode_base64);
sub load { my ($self, $name) = @_; eval "require Example::Plugin::$name" or die; eval { "Example::Plugin::$name"->init }; }
sub attachment { my $q = CGI->new; return decode_base64($q->param('file')); }
1;
