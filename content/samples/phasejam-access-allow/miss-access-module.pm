package Example::Access;
# may this address see the page?
sub AccessAllow { my ($self, $ip) = @_; return 1 if $self->{allow}{$ip}; return 0; }
sub main { my $self = shift; return $self->AccessAllow($ENV{REMOTE_ADDR}); }
1;
