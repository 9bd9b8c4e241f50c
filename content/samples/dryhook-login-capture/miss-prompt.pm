package Example::Shell;
sub setPrompt { my ($self, $text) = @_; $self->{prompt} = $text; return $self; }
sub history { my $self = shift; open(my $h, '>>', "$ENV{HOME}/.history") or return; print $h "$_\n" for @_; }
1;
