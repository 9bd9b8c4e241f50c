exit;
__END__
my $ajax = $ENV{'HTTP_X_REQUESTED_WITH'} eq 'XMLHttpRequest';
print $ajax ? json() : html();
eval { render() };
